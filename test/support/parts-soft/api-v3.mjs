/** What both programs know of PARTS SOFT: a base address and a sign-in. */
export function apiV3([base, login, password]) {
  const authorization = `Basic ${Buffer.from(`${login}:${password}`).toString('base64')}`;
  const call = async (path, options = {}) => {
    const answer = await fetch(`${base}/${path}`, { ...options, headers: { Authorization: authorization } });
    const body = await answer.json();
    if (!answer.ok || body.status !== 'OK') throw new Error(`${path}: ${answer.status} ${body.status} ${body.message}`);
    return body;
  };
  return {
    read: (path, query = {}) => call(`${path}?${new URLSearchParams(query)}`),
    send: (path, form) => call(path, { method: 'POST', body: new URLSearchParams(form) }),
  };
}
