/** An order as it is handed over to a shop system, whichever it is. */
export interface HandedOverOrder {
  /** By which the other side recognises a repeat; the same for all revisions, up to 64 characters. */
  key: string;
  orderId: number;
  /** As the shop's people see it there: the exchange's prefix and the order's number. */
  number: string;
  /** What the buyer ordered by, e.g. `GettZap`. */
  marketplace: string;
  /** The order's id there. */
  externalId: string;
  createdAt: Date;
  /** IANA name of its region's, in which dates are written. */
  timeZone: string;
  /** Null = its items are in several. */
  status: { id: string; name: string } | null;
  /** When the status or anything else of it last changed. */
  changedAt: Date;
  /** Nothing of it is to be delivered any more. */
  isCancelled: boolean;
  customer: { name: string; phone: string; email: string };
  delivery: { type: string; address: string };
  /** The buyer's. */
  comment: string;
  /** In position order. */
  lines: HandedOverLine[];
}

/** One accepted position, whatever number of parts it is divided into. */
export interface HandedOverLine {
  positionId: string;
  brand: string;
  /** The manufacturer's part number. */
  number: string;
  name: string;
  /** Pieces that are still to be delivered; 0 = refused since. */
  quantity: number;
  /** For one piece, in kopecks. */
  priceMinor: number;
  comment: string;
}

/** What was told of a line, where something was. */
export function lineIn(told: KnownLine[], { positionId }: HandedOverLine): KnownLine | undefined {
  return told.find((each) => String(each.positionId) === positionId);
}

/** A line as it is told. @param keyThere by which it is known there; undefined = it has none */
export function toldLine({ positionId, brand, number, quantity }: HandedOverLine, keyThere?: string): KnownLine {
  return { positionId: Number(positionId), brand, number, quantity, ...(keyThere !== undefined && { keyThere }) };
}

/** A document that a shop system sent back. */
export interface ReturnedDocument {
  /** When its file was written, by the clock over there, `2026-11-29T12:00:00`; "" = it does not say. */
  formedAt: string;
  /** The key that it was handed over with; "" = the document does not say. */
  key: string;
  /** As it names itself; "" = it does not. */
  number: string;
  /** What it says of its status, each to be looked up in the mapping until one is known; empty = nothing. */
  statuses: string[];
  /** It is cancelled or marked for deletion there. */
  isCancelled: boolean;
  /** What it is called there, where that is not our number; "" = not said. */
  numberThere: string;
  /** What of it is still to be delivered; undefined = not said. */
  lines: ReturnedLine[] | undefined;
  /** Partial steps within it, e.g. shipments, oldest first. */
  steps: ReturnedStep[];
}

export interface ReturnedLine {
  /** As the line was handed over; "" = not said. */
  key: string;
  /** By which the line that was handed over is known there, where that may be several by now; absent = the key. */
  handedOverAs?: string;
  /** The key of its part, where the line has another one of its own; absent = that is the key. */
  partKey?: string;
  /** The manufacturer's part number; "" = not said. */
  number: string;
  name: string;
  /** Whole pieces. */
  quantity: number;
  /** What it says of the line's own status, each to be looked up until one is known; absent = nothing. */
  statuses?: string[];
  /** The buyer asks over there to take it out. */
  isCancelAsked?: boolean;
}

/** So many pieces of some lines came into a status. */
export interface ReturnedStep {
  /** By which a repeat is recognised; "" = it has none. */
  key: string;
  statuses: string[];
  /** Empty = it is not carried out, or no more. */
  lines: ReturnedLine[];
  /** It comes beside its order: a document of the order without it says nothing of it. */
  isBeside?: true;
}

/** Pieces of a position as the other side was told of them. */
export interface KnownLine {
  positionId: number;
  brand: string;
  number: string;
  quantity: number;
  /** By which its line over there is told from others of the same part; absent = it has none. */
  keyThere?: string;
}
