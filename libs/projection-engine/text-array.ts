/** The type oid of `text`. */
const textOid = 25;
const header = 20;
// UTF-8 needs at most three bytes per UTF-16 unit.
const widest = 3;

/**
 * An array of texts in PostgreSQL's binary form, to be bound as `text[]`: nothing is escaped on the way, which halves
 * the cost of sending documents.
 */
export const textArray = (items: readonly (string | null)[]): Buffer => {
  let room = header;
  for (const item of items) room += 4 + (item === null ? 0 : item.length * widest);
  const buffer = Buffer.allocUnsafe(room);
  let end = buffer.writeInt32BE(items.length === 0 ? 0 : 1, 0);
  end = buffer.writeInt32BE(items.includes(null) ? 1 : 0, end);
  end = buffer.writeInt32BE(textOid, end);
  if (items.length === 0) return buffer.subarray(0, end);
  end = buffer.writeInt32BE(items.length, end);
  end = buffer.writeInt32BE(1, end);
  for (const item of items) {
    if (item === null) {
      end = buffer.writeInt32BE(-1, end);
      continue;
    }
    const length = buffer.write(item, end + 4);
    buffer.writeInt32BE(length, end);
    end += 4 + length;
  }
  return buffer.subarray(0, end);
};
