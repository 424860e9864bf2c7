/** The rules that decide an import, each as one sentence for somebody who never read them. */
const sentences: Record<string, string> = {
  'IMP-1': 'An import brings in the people of the MIS with their email and mobile, unless they registered themselves.',
  'IMP-2':
    'The priority 1 contact of a child becomes prime, unless somebody else is prime whom the school or the person put there.',
  'IMP-3': 'Contacts of lower priority come in only where the school wants them, and never as prime.',
  'IMP-4': 'The school chose in its settings which contacts come in.',
  'IMP-5': 'What a person registered or the school typed is theirs, and no import changes it.',
  'IMP-6': 'What the MIS says as before changes nothing.',
  'IMP-7':
    'Where the MIS says otherwise than the person or the school, nothing is overwritten and a data issue says so.',
  'IMP-8': 'What came from the MIS follows the MIS.',
  'IMP-13': 'What a file is silent about stays as it was.',
  'IMP-14': 'A court order in the MIS holds a link until a person decides.',
  'IMP-15': 'Doctors, social workers and others outside the family come in only where the school names them.',
  'IMP-16': 'A row that cannot be read takes nobody away.',
  'IMP-17': 'A child is shown by the preferred name; the legal name is kept beside it.',
  'IMP-18': 'Children who are not admitted yet do not come in.',
  'IMP-19': 'A child who left, or is missing from a full list, becomes a leaver; nothing is deleted.',
  'IMP-20': 'Classes and groups of the MIS follow the MIS.',
  'IMP-22': 'Two records are one person only where the MIS says so, or somebody here decided it.',
  'OPT-2': 'Who opted out keeps no details here, and none are taken from the MIS. No plan leaves that out.',
  'VIS-3': 'Somebody restricted for a child is brought back by no import, until somebody lifts the restriction.',
  'IMP-24': 'A link that the school ended is not brought back by an import.',
}

export function sayRule(rule: string): string {
  return sentences[rule] ?? 'The rules of importing decide it.'
}
