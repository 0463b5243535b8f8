/** The digits of a phone number; those of the country are the same with 7, 8 or nothing in front. */
export function phoneDigits(phone: string): string {
  return phone.replace(/\D/g, '').replace(/^8?(?=\d{10}$)/, '7');
}
