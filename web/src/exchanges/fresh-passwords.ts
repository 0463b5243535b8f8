/** By exchange, as they were answered: only this page knows them, and only until it is loaded anew. */
const passwords = new Map<string, string>();

export const freshPasswordOf = (id: string) => passwords.get(id);

export function keepFreshPassword(id: string, password: string): void {
  passwords.set(id, password);
}

export function forgetFreshPassword(id: string): void {
  passwords.delete(id);
}
