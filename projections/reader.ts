/** Who asks, as far as rows must know: whose cases they have, which units' lists they may see. */
export type Reader = {
  readonly userId: string;
  /** Units whose lists the reader may see. */
  readonly unitIds: readonly string[];
  /** Whether protected persons of those units show even where the reader does not handle the case. */
  readonly seesProtected: boolean;
  /** Whether the reader leads those units: what rang while nobody did is theirs. */
  readonly leads?: boolean;
};

/** What visibility of a row rests on. */
export type Handled = {
  readonly unitId: string;
  readonly caseworkerUserId?: string | undefined;
  readonly deputyUserId?: string | undefined;
};

/**
 * Whether a reader may know of a row: cases they handle, and those of their units unless the person is protected (by
 * today's protection, in views of the past too). What may not be known is in no list, no count and no hint.
 */
export const mayKnow = (reader: Reader, row: Handled, isProtected: boolean): boolean => {
  const handles = row.caseworkerUserId === reader.userId || row.deputyUserId === reader.userId;
  if (handles) return true;
  return reader.unitIds.includes(row.unitId) && (!isProtected || reader.seesProtected);
};
