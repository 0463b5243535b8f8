/** Somebody is to be limited to these regions; whoever keeps the regions throws for one that is not there. */
export class RegionsChosen {
  constructor(readonly regionIds: number[]) {}
}
