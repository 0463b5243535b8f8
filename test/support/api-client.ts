export interface ApiAnswer {
  status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests read answers of every shape
  body: any;
  headers: Headers;
}

/** Calls the admin API over real HTTP, as a user by HTTP Basic, or as nobody. */
export class ApiClient {
  constructor(
    readonly baseUrl: string,
    /** Says who is calling. */
    readonly identity: Record<string, string> = {},
  ) {}

  static basic(baseUrl: string, email: string, password: string): ApiClient {
    const credentials = Buffer.from(`${email}:${password}`).toString('base64');
    return new ApiClient(baseUrl, { Authorization: `Basic ${credentials}` });
  }

  get = (path: string) => this.call('GET', path);
  post = (path: string, body: unknown = {}) => this.call('POST', path, body);
  patch = (path: string, body: unknown) => this.call('PATCH', path, body);
  put = (path: string, body: unknown) => this.call('PUT', path, body);
  delete = (path: string, body?: unknown) => this.call('DELETE', path, body);

  async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<ApiAnswer> {
    const response = await fetch(`${this.baseUrl}${path}`, {
      method,
      headers: { ...this.identity, ...(body !== undefined && { 'Content-Type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers };
  }
}
