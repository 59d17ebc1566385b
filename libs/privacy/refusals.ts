/** The key store cannot be reached: try again. Never a reason to show an empty field. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
}

/** A key is absent although no erasure is recorded: an alarm, since what it sealed is lost unless a backup has it. */
export class KeyMissing extends Error {
  override readonly name = 'KeyMissing';
}

/** A ciphertext does not authenticate: it was changed, moved, or sealed by another key; or it is no envelope at all. */
export class CannotOpen extends Error {
  override readonly name = 'CannotOpen';
}

/** A box comes from another municipality than its row, or tells of a person its row is not about. */
export class MisplacedBox extends Error {
  override readonly name = 'MisplacedBox';
}

/** A box out of the log on its way into a new event: refer to the older fact instead of copying it. */
export class AlreadySealed extends Error {
  override readonly name = 'AlreadySealed';
}

/** A person's keys were destroyed; nothing can be sealed for them again. */
export class KeysErased extends Error {
  override readonly name = 'KeysErased';
}
