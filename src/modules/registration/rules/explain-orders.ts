/** What a school has, as far as the order of letters and import matters. */
export type OrderFacts = {
  pupils: number
  /** Children with a prime link that closes them: `web`, `manual` or `picked` (IMP-2). */
  closed: { web: number; manual: number; picked: number }
  /** Children whose prime link an import maintains. */
  maintained: number
  /** Children for whom the last file names a priority-1 contact who may come in; null before the first contact file. */
  inFile: number | null
  /** Of these, children without a prime adult today. */
  inFileAndOpen: number | null
  letters: { places: number; out: number; registered: number }
}

export type OrderRow = { question: string; lettersFirst: string; importFirst: string; rule: string }

/** The combination in a school's own numbers: what each order does to the same children. Pure; both orders end with the same people. */
export function explainOrders(facts: OrderFacts): OrderRow[] {
  const { pupils, inFile, inFileAndOpen, letters } = facts
  const closed = facts.closed.web + facts.closed.manual + facts.closed.picked
  const open = Math.max(0, pupils - closed)
  return [
    {
      question: 'What happens first',
      lettersFirst: `Every child gets a letter; up to ${counted(letters.places, 'adult')} of each child register themselves.`,
      importFirst:
        inFile === null
          ? 'The file brings the first contact of each child, with what the MIS holds of them.'
          : `The file brings the first contact of ${children(inFile)}, with what the MIS holds of them.`,
      rule: 'LET-1',
    },
    {
      question: 'Who is a prime adult then',
      lettersFirst: `The first who registers for a child. Today ${children(letters.registered)} ${letters.registered === 1 ? 'has' : 'have'} somebody who did.`,
      importFirst: `The contact with priority 1. Today ${children(facts.maintained)} ${facts.maintained === 1 ? 'has' : 'have'} a prime adult whom the MIS maintains.`,
      rule: 'IMP-2',
    },
    {
      question: 'What the other step adds after it',
      lettersFirst:
        inFileAndOpen === null
          ? `An import fills the remainder: children without a prime adult of their own, ${children(open)} today.`
          : `An import fills the remainder: a prime adult for ${children(inFileAndOpen)} without one today.`,
      importFirst: `Letters let the others in: an imported adult uses none of the ${letters.places} places, and one who registers takes over their own record.`,
      rule: 'LET-9',
    },
    {
      question: 'What stays as it is',
      lettersFirst: `${children(closed)} ${closed === 1 ? 'is' : 'are'} closed to the import: ${facts.closed.web} registered, ${facts.closed.manual} linked by hand, ${facts.closed.picked} picked. Nothing of theirs is overwritten.`,
      importFirst:
        'Who registers later owns their details from then on; the next import leaves them alone and says where it differs.',
      rule: 'IMP-5',
    },
    {
      question: 'Who is reached meanwhile',
      lettersFirst: 'Nobody by text or email until they register; paper goes home as before.',
      importFirst: 'Everybody whose number or email the MIS has right, from the first day, once families were told.',
      rule: 'OPT-1',
    },
    {
      question: 'Where it ends',
      lettersFirst: 'The same people, linked to the same children. Those who registered look after their own details.',
      importFirst: 'The same people, linked to the same children. Those who registered look after their own details.',
      rule: 'IMP-8',
    },
  ]
}

const children = (count: number) => counted(count, 'child', 'children')

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`
}
