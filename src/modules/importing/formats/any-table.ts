import type { Format } from './format.ts'

/** Any table, with captions matched by synonyms and by the mapping the school saved. */
export const anyTable: Format = {
  name: 'csv',
  words: 'a table',
  recognise: () => 'Its captions are known, and none of them is peculiar to one MIS.',
  dayFirstByDefault: false,
}
