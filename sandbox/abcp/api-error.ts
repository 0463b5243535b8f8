/** As ABCP refuses a call: an HTTP status with a code and words of its own. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly errorCode: number,
    message: string,
  ) {
    super(message);
  }
}

export const wrongSignIn = () => new ApiError(403, 102, 'Ошибка аутентификации: неверный логин или пароль');
export const foreignAddress = () => new ApiError(403, 103, 'Доступ с этого IP-адреса запрещён');
export const wrongParameter = (name: string, reason: string) =>
  new ApiError(400, 4, `Неверное значение параметра ${name}: ${reason}`);
export const notFound = (what: string) => new ApiError(404, 301, `${what} не найден`);
