/** A connection was made, its settings were changed, or it was deleted. */
export class MarketplaceConnectionChanged {
  constructor(
    readonly connectionId: number,
    readonly isActive: boolean,
    /** Login, password, key or address are other ones now. */
    readonly credentialsChanged: boolean,
    readonly isDeleted: boolean,
  ) {}
}
