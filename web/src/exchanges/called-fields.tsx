import { AbcpOrderFields, AbcpSignInFields } from './abcp-fields';
import type { Exchange } from './exchange';
import type { ExchangeForm } from './exchange-form';
import { PartsSoftOrderFields, PartsSoftSignInFields } from './parts-soft-fields';

interface Props {
  form: ExchangeForm;
  /** As it is stored. */
  exchange: Exchange;
}

/** Where the other side is called, and what we sign in by there. */
export function SignInFields(props: Props) {
  return props.exchange.kind === 'parts_soft' ? <PartsSoftSignInFields {...props} /> : <AbcpSignInFields {...props} />;
}

/** How orders are made there, and how often it is asked what became of them. */
export function CheckoutFields(props: Props) {
  return props.exchange.kind === 'parts_soft' ? <PartsSoftOrderFields {...props} /> : <AbcpOrderFields {...props} />;
}
