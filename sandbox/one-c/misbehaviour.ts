export const LOSABLE = ['query', 'success', 'file'] as const;

/** What this 1C does otherwise than it should; each holds until it is switched off. */
export interface Misbehaviour {
  /** The request is made and carried out, its answer never arrives. */
  loseAnswerOf: (typeof LOSABLE)[number] | null;
  skipSuccess: boolean;
  repeatFile: boolean;
  cutFileInTheMiddle: boolean;
  /** The prolog names one encoding, the bytes are in the other. */
  otherEncoding: boolean;
  wrongPassword: boolean;
  withDoctype: boolean;
  withEntities: boolean;
  zipBomb: boolean;
  /** Orders of another site come along. */
  foreignOrders: boolean;
  /** Every document has a status that nobody has assigned. */
  unknownStatus: boolean;
  /** Sends back the site's own status of documents that 1C has set none of, as old as it may be. */
  echoStatus: boolean;
  /** Keeps no cookie and signs in with every call. */
  basicOnly: boolean;
  /** Pauses before each request and sends files drop by drop. */
  slow: boolean;
}

export const WELL_BEHAVED: Readonly<Misbehaviour> = {
  loseAnswerOf: null,
  skipSuccess: false,
  repeatFile: false,
  cutFileInTheMiddle: false,
  otherEncoding: false,
  wrongPassword: false,
  withDoctype: false,
  withEntities: false,
  zipBomb: false,
  foreignOrders: false,
  unknownStatus: false,
  echoStatus: false,
  basicOnly: false,
  slow: false,
};

type Switch = Exclude<keyof Misbehaviour, 'loseAnswerOf'>;

export const SWITCHES = Object.keys(WELL_BEHAVED).filter((name) => name !== 'loseAnswerOf') as Switch[];

/** Whether a file is to be sent even when nothing has changed, since it is the file that is tried. */
export function spoilsFile(misbehaviour: Misbehaviour): boolean {
  const { repeatFile, cutFileInTheMiddle, otherEncoding, withDoctype, withEntities, zipBomb } = misbehaviour;
  const { foreignOrders, unknownStatus } = misbehaviour;
  const spoilt = [repeatFile, cutFileInTheMiddle, otherEncoding, withDoctype, withEntities, zipBomb];
  return [...spoilt, foreignOrders, unknownStatus].includes(true);
}
