/** A connection was made, its settings were changed, or it was deleted. */
export class MarketplaceConnectionChanged {
  constructor(
    readonly connectionId: number,
    /** It is on, and knows where to send. */
    readonly canSend: boolean,
    /** Login, password, key or address are other ones now. */
    readonly credentialsChanged: boolean,
    readonly isDeleted: boolean,
  ) {}
}
