/** Both engines take these as they are. */
export const LAST_SIGN_INS =
  'UPDATE users SET last_sign_in_at = (SELECT MAX(created_at) FROM sessions WHERE sessions.user_id = users.id)';

export const CLEAR_FORMER_SECRETS = [
  `UPDATE marketplace_connections SET password_sealed = '', api_key_sealed = '' WHERE deleted_at IS NOT NULL`,
  `UPDATE webhooks SET secret_sealed = '' WHERE deleted_at IS NOT NULL`,
  `UPDATE order_links SET secret_sealed = '' WHERE valid_until IS NOT NULL`,
];
