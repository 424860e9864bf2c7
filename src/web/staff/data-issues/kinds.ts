/** A kind of data issue: what it is called, what it means for the child, and the one step that mends it. */
export type IssueKind = {
  kind: string
  tab: string
  title: string
  means: string
  step: string
  tone: 'bad' | 'warn'
  /** Where a school mends it, under its own address, and how the link is called. */
  at?: { path: string; words: string }
}

const registrations = { path: 'registrations', words: 'Open the list of registrations' }

/** In order of harm: first the children whom nobody can reach. */
const known: IssueKind[] = [
  {
    kind: 'no working channel',
    tab: 'Nobody can reach',
    title: 'Children nobody can reach',
    means: 'Not one linked adult can get a text or an email, so what the school sends goes home on paper.',
    step: 'Ask the family for a mobile number or an email address and enter it in the MIS, or link an adult by hand.',
    tone: 'bad',
  },
  {
    kind: 'held: court order flagged',
    tab: 'Court order',
    title: 'Links held: court order flagged',
    means:
      'The MIS flags a court order. The adult gets no message and sees nothing about this child until somebody decides.',
    step: 'The head or the safeguarding lead opens the child, looks at the order, and decides.',
    tone: 'warn',
  },
  {
    kind: 'no prime adult',
    tab: 'No prime adult',
    title: 'Children with no prime adult',
    means: 'Ordinary messages go to prime adults, and these children have none.',
    step: 'Open the child and make one adult prime, or give a contact priority 1 in the MIS.',
    tone: 'warn',
  },
  {
    kind: 'no prime adult (opted out)',
    tab: 'Opted out',
    title: 'The prime adult has opted out',
    means: 'The first contact chose not to be written to, and nobody is put in that place without the school.',
    step: 'Open the child and make another adult prime, if the family agrees.',
    tone: 'warn',
  },
  {
    kind: 'two priority-1 contacts',
    tab: 'Two first',
    title: 'Two contacts with priority 1',
    means: 'The MIS puts two adults first. Both are prime, and both get every ordinary message.',
    step: 'If that is right, there is nothing to do. Otherwise change the priority in the MIS.',
    tone: 'warn',
  },
  {
    kind: 'differs from MIS',
    tab: 'Differs',
    title: 'The MIS says otherwise',
    means: 'The MIS holds something else than the person or the school gave. Nothing was overwritten.',
    step: 'Ask which is right. If it is ours, correct the MIS; if it is theirs, let the MIS maintain the link.',
    tone: 'warn',
    at: registrations,
  },
  {
    kind: 'cannot be used',
    tab: 'Unusable',
    title: 'Phone numbers and emails that cannot be used',
    means: 'They are written in a way that no phone or mailbox answers to, or a note says not to use them.',
    step: 'Correct them in the MIS; the next import brings them in.',
    tone: 'warn',
  },
  {
    kind: 'registration to decide',
    tab: 'To decide',
    title: 'Registrations that a person decides',
    means:
      'Somebody registered with a letter who is, or may be, an adult whose link is held or restricted, or was ended. Nothing was linked.',
    step: 'Compare what was typed with what is held, and decide.',
    tone: 'warn',
    at: registrations,
  },
  {
    kind: 'family says otherwise',
    tab: 'Family says otherwise',
    title: 'A family says that something is wrong',
    means: 'What the family says and what is held stand side by side.',
    step: 'Put right what is wrong in the MIS, then tell the family.',
    tone: 'warn',
  },
  {
    kind: 'registered beside somebody alike',
    tab: 'Alike',
    title: 'Registered beside somebody alike',
    means:
      'Somebody registered who shares a name or a detail with a linked adult, and was not taken for the same person.',
    step: 'Compare the two, ask the family, and say whether they are one person.',
    tone: 'warn',
    at: registrations,
  },
  {
    kind: 'guessing at letters',
    tab: 'Guessing',
    title: 'Somebody is guessing at letters',
    means:
      'Many wrong codes were typed within an hour. The letters that were tried are frozen, and answers come slower.',
    step: 'Look at the frozen letters, and ask those families for whom they were printed.',
    tone: 'warn',
    at: registrations,
  },
  {
    kind: 'import waits',
    tab: 'Import waits',
    title: 'An import waits for you',
    means: 'Files came from the MIS by themselves. Nothing was changed yet.',
    step: 'Open Import, look at the plan, and apply it or throw it away.',
    at: { path: 'imports', words: 'Open the imports' },
    tone: 'warn',
  },
  {
    kind: 'import refused',
    tab: 'Not read',
    title: 'Files from the MIS could not be read',
    means: 'What arrived by itself was refused. Nothing was changed, and the files are kept.',
    step: 'Mend what the words say, in the MIS or on the page of the import.',
    at: { path: 'imports', words: 'Open the imports' },
    tone: 'warn',
  },
  {
    kind: 'joint name',
    tab: 'Two in one',
    title: 'Two people in one record',
    means: 'One MIS record seems to name two people, so they count as one adult here.',
    step: 'Ask who they are, and enter each of them in the MIS.',
    tone: 'warn',
  },
  {
    kind: 'possible duplicate',
    tab: 'Twice',
    title: 'Somebody seems to be here twice',
    means: 'An adult who was linked by hand stands in the MIS too, as a contact of another child.',
    step: 'Look at both under People, “One person, two records?”, and say whether they are one.',
    tone: 'warn',
  },
]

/** Those that have a list of their own, computed whenever it is looked at (LNK-7). */
export const standingKinds = ['no working channel', 'no prime adult'] as const

export function kindOf(kind: string): IssueKind {
  const found = known.find((one) => one.kind === kind)
  if (found) return found
  const title = kind.charAt(0).toUpperCase() + kind.slice(1)
  return { kind, tab: title, title, means: '', step: 'Open the child and look.', tone: 'warn' }
}

/** The worst first; kinds that are not known come last. */
export function inOrderOfHarm(kinds: Iterable<string>): IssueKind[] {
  const place = (kind: string) => {
    const at = known.findIndex((one) => one.kind === kind)
    return at === -1 ? known.length : at
  }
  return [...new Set(kinds)].sort((a, b) => place(a) - place(b) || a.localeCompare(b)).map(kindOf)
}
