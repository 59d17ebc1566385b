declare module 'cli-progress' {
  /** What the bar can do besides: fields of its format, and a total that grows. */
  interface SingleBar {
    update(done: number, fields: object): void;
    setTotal(total: number): void;
  }
}
