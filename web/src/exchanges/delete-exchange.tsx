import { api, call } from '../api/client';
import { DeleteButton } from '../shared/delete-button';
import { type Exchange, exchangeKey, exchangesChanged } from './exchange';
import { useTexts } from './texts';

/** Deletes an exchange, after having said what becomes of its orders. */
export function DeleteExchange({ exchange: { id, kind, name } }: { exchange: Exchange }) {
  const t = useTexts();
  return (
    <DeleteButton
      label={t('deleteExchange')}
      question={{ title: t('deleteTitle', { name }), children: t(`deleteHint.${kind}`) }}
      remove={() => call(api.DELETE('/api/exchanges/{id}', { params: { path: { id } } }))}
      done={t('deleted')}
      list="/exchanges"
      queryKey={exchangeKey(id)}
      onChanged={exchangesChanged}
    />
  );
}
