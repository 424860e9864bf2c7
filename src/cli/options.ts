// Options that many commands share, so that they are called and explained alike.

export const schoolOption = {
  type: 'string',
  value: 'SCHOOL',
  required: true,
  words: 'the slug of the school',
} as const
export const dryRunOption = { type: 'boolean', words: 'only say what would be done' } as const
