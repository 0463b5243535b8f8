/** A region is about to be deleted; a handler that still needs it throws. */
export class RegionDeleting {
  constructor(readonly regionId: number) {}
}
