import { newId } from '../../platform/ids/index.ts'
import { aboutPupil, type Decided, type Deciding, derivedId } from './deciding.ts'
import { entryOfIssue } from './entries.ts'
import type { PupilDecision } from './rules/decide-pupil.ts'
import type { RaisedIssue } from './rules/decision.ts'
import { asAskedBefore, isAboutContact, isSettledOfPupil, type OpenIssue } from './rules/issues-that-stand.ts'
import type { SaidLink } from './said-links.store.ts'

type Standing = OpenIssue & { id: string }

/** What of a pupil's links asks for a person's eye, and what does so no longer (IMP-7, IMP-14). */
export async function writeIssuesOfPupil(
  deciding: Deciding,
  facts: { pupil: Decided; complete: boolean; said: SaidLink[]; issues: PupilDecision['issues']; open: Standing[] },
): Promise<void> {
  const { pupil, complete, said, issues, open } = facts
  const { pupilId } = pupil
  const raised = issues.map((issue) => ({ ...issue, pupilId, key: `${issue.key}|${pupilId}` }))
  const ofPupil = {
    complete,
    priorities: deciding.says.has('priority'),
    contactKeys: said.map(({ contact }) => contact.key),
  }
  await writeIssues(deciding, {
    raised: withAdultIds(raised, said, deciding.plan).map((issue) => asAskedBefore(issue, open, ofPupil)),
    open,
    isSettled: (issue) => isSettledOfPupil(issue, ofPupil),
    about: aboutPupil(pupilId, pupil.facts ?? pupil.standing),
  })
}

/** An issue about a contact who comes in with this very plan points to the adult to be. */
function withAdultIds(
  issues: RaisedIssue[],
  links: SaidLink[],
  plan: { schoolId: string; planId: string },
): RaisedIssue[] {
  return issues.map((issue) => {
    if (issue.adultId !== null || !issue.kind.startsWith('held')) return issue
    const contact = links.find((link) => isAboutContact(issue, link.contact.key))
    return contact ? { ...issue, adultId: derivedId(plan, 'contact', contact.contact.key) } : issue
  })
}

/** Raises what is new and settles what the files no longer give cause for, and not what they only say nothing of. */
export async function writeIssues(
  deciding: Deciding,
  facts: {
    raised: RaisedIssue[]
    open: Standing[]
    isSettled: (issue: OpenIssue) => boolean
    about: ReturnType<typeof aboutPupil>
  },
): Promise<void> {
  for (const issue of facts.raised) {
    if (!facts.open.some((one) => one.key === issue.key))
      await deciding.write.add(entryOfIssue(issue, newId(), facts.about), issue.key)
  }
  for (const issue of facts.open) {
    if (facts.raised.some((one) => one.key === issue.key) || !facts.isSettled(issue)) continue
    await deciding.write.add({
      ...facts.about,
      entity: 'issue',
      act: 'end',
      entityId: issue.id,
      rule: 'IMP-7',
      reason: `No longer so: ${issue.kind}`,
      before: null,
      after: null,
    })
  }
}
