/** Why a file may not import another one, both by their paths from the project's root; undefined if it may. */
export function whyForbidden(file: string, imported: string): string | undefined;
