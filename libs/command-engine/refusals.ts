/** The command's meaning depends on what the person saw, and no version was named. */
export class VersionRequired extends Error {
  override readonly name = 'VersionRequired';
  constructor(readonly version: number) {
    super('If-Match is required');
  }
}

/** The caller saw another version than the newest. */
export class StaleVersion extends Error {
  override readonly name = 'StaleVersion';
  constructor(
    readonly seen: number,
    readonly version: number,
  ) {
    super(`version ${seen} is not the newest, ${version} is`);
  }
}

/** Other writers were first, again and again: try again later. */
export class VersionRace extends Error {
  override readonly name = 'VersionRace';
}
