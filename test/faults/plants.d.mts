/** A defect to plant: texts that stand once in a file and what replaces them; the spec that must notice, and its folder. */
export type Plant = {
  readonly file: string;
  readonly edits: readonly (readonly [find: string, put: string])[];
  readonly in: string;
  readonly spec: string;
  readonly env?: Readonly<Record<string, string>>;
};

/** Every defect by what it does. */
export declare const plants: Readonly<Record<string, Plant>>;

/** The source with a defect in it. Throws where a text to replace does not stand once. */
export declare const plantIn: (plant: Plant, source: string) => string;

/** The source of a file as it is run: with the defect that the environment names, if that is where it goes. */
export declare const asPlanted: (source: string, file: string) => string;
