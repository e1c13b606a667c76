/** What a report is made of, before it becomes text or Markdown. */

/** A table; the first column is text, the others are figures. */
export interface Sheet {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Lines below the table. */
  readonly notes: readonly string[];
}

/** Facts as name and value, then sheets, then what to be careful about. */
export interface ReportDocument {
  readonly facts: readonly (readonly [string, string])[];
  readonly sheets: readonly Sheet[];
  readonly warnings: readonly string[];
}
