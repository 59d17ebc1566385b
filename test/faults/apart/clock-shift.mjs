// Shifts the clock of a process: loaded before its program, it makes every date as many milliseconds later (or, below
// zero, earlier) as CLOCK_SHIFT_MS says. Timers and `performance.now()` stay as they are.
const shift = Number(process.env.CLOCK_SHIFT_MS ?? 0);
const Real = Date;

globalThis.Date = class Shifted extends Real {
  constructor(...given) {
    if (given.length === 0) super(Real.now() + shift);
    else super(...given);
  }

  static now() {
    return Real.now() + shift;
  }
};
