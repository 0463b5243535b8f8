/**
 * Remembers in the browser at which step a setup was left.
 * @param kind of what is set up, in the name that it is stored under
 */
export function leftStepOf(kind: string, id: string) {
  const name = `partsdesk-${kind}-${id}`;
  return {
    get: () => localStorage.getItem(name),
    remember: (step: string) => localStorage.setItem(name, step),
    forget: () => localStorage.removeItem(name),
  };
}
