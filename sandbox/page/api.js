/** Calls the sandbox's JSON API. Throws an Error with its words; `order` is the order that was kept all the same. */
export async function call(method, path, body) {
  const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(path, { method, ...(body !== undefined && json) }).catch(() => {
    throw new Error('Песочница не отвечает. Она запущена?');
  });
  const answer = await response.json();
  if (response.ok) return answer;
  throw Object.assign(new Error(answer.message ?? `Ошибка ${response.status}`), { order: answer.order });
}

export const postOrder = (order) => call('POST', '/api/orders', order);

/** @param verb update, cancel or resend */
export const tellAbout = (id, verb, body) => call('POST', `/api/orders/${encodeURIComponent(id)}/${verb}`, body);
