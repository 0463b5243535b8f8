/** What one file may have; whatever is beyond fails the import or rejects the line. */
export const READING_LIMITS = {
  lines: 5_000_000,
  /** Characters of a line. */
  lineLength: 100_000,
  /** Lines that a quoted field may go over. */
  quotedLines: 10,
  /** Bytes that come out of an archive. */
  unpackedBytes: 4_000_000_000,
  /** An archive that becomes larger than that by this much is made to do harm. */
  unpackedRatio: 100,
  unpackedInAnyCase: 100_000_000,
  /** Bytes of all texts of a workbook, which lie on disk meanwhile. */
  textBytes: 1_000_000_000,
  texts: 20_000_000,
  previewRows: 20,
  previewColumns: 200,
  keptRejections: 1_000,
  /** Characters that are shown of a rejected line. */
  shownLength: 300,
};
