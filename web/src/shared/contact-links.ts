/** Addresses of links for what is one e-mail address or telephone number; else there is only the text that the buyer wrote. */
export function mailLink(email: string): string | undefined {
  return /^[^\s@?&#%<>",;:]+@[^\s@?&#%<>",;:]+$/.test(email) ? `mailto:${email}` : undefined;
}

export function phoneLink(phone: string): string | undefined {
  if (!/^\+?[\d\s().-]+$/.test(phone)) return undefined;
  const digits = phone.replace(/[^+\d]/g, '');
  return /^\+?\d{5,15}$/.test(digits) ? `tel:${digits}` : undefined;
}
