/** What an administrator chooses for the exchange with a shop's ABCP; "" = nothing is chosen. */
export interface AbcpSettings {
  /** Of the shop's own, e.g. `https://id0000.public.api.abcp.ru`. */
  apiUrl: string;
  login: string;
  /** The customer made for the marketplace; null = each buyer is a guest. */
  customerId: string | null;
  deliveryTypeId: string;
  /** Where buyers fetch their orders. */
  officeId: string;
  distributorId: string;
  routeId: string;
  /** That new positions get. */
  statusCode: string;
  pollSeconds: number;
  /** Pieces that ABCP will not deliver are refused without a person. */
  applyMissingLines: boolean;
}

export const DEFAULT_ABCP_SETTINGS: AbcpSettings = {
  apiUrl: '',
  login: '',
  customerId: null,
  deliveryTypeId: '',
  officeId: '',
  distributorId: '',
  routeId: '',
  statusCode: '',
  pollSeconds: 60,
  applyMissingLines: false,
};
