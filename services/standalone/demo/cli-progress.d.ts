declare module 'cli-progress' {
  /** A progress bar on a terminal. */
  export class SingleBar {
    constructor(options: { readonly format: string; readonly clearOnComplete: boolean; readonly hideCursor: boolean });
    start(total: number, value: number): void;
    increment(): void;
    stop(): void;
  }
}
