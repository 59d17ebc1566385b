declare module 'cli-progress' {
  export type Format = {
    readonly format: string;
    readonly stream: NodeJS.WritableStream;
    readonly hideCursor: boolean;
    readonly clearOnComplete: boolean;
    readonly etaBuffer: number;
  };
  export class SingleBar {
    constructor(options: Partial<Format>);
    start(total: number, done: number, payload: object): void;
    update(done: number, payload: object): void;
    setTotal(total: number): void;
    stop(): void;
  }
}
