import type { ComponentChildren } from 'preact'
import Type from 'typebox'
import type { Permission } from '../../../modules/accounts/index.ts'
import { convertLinksToMis, endLink, setPrime } from '../../../modules/people/index.ts'
import type { Trx } from '../../../platform/db/index.ts'
import { besideField } from '../../components/beside-field.ts'
import { invalid, type Page, page, redirectTo, type StaffActor } from '../../page.ts'
import { findLinkOfPupil, type LinkOfPupil } from './find-link.ts'
import { LinkActView } from './link-acts.view.tsx'
import { WhatConvertDoes, WhatEndDoes, WhatPrimeDoes } from './link-acts.words.tsx'
import { nameOf } from './say-people.ts'

type By = Parameters<typeof endLink>[1]

/** One change to one link: what the page says before, what the button says, what is done, what is said after. */
export type LinkAct = {
  path: 'prime' | 'convert' | 'end'
  title(of: LinkOfPupil): string
  says(of: LinkOfPupil): ComponentChildren
  button(of: LinkOfPupil): string
  reason: { label: string; hint: string }
  danger: boolean
  change(trx: Trx, of: LinkOfPupil, by: By): Promise<void>
  done(of: LinkOfPupil): string
}

const prime: LinkAct = {
  path: 'prime',
  title: ({ link, pupil }) =>
    link.prime
      ? `Make ${nameOf(link.adult)} not prime for ${pupil.forename}`
      : `Make ${nameOf(link.adult)} prime for ${pupil.forename}`,
  says: (of) => <WhatPrimeDoes of={of} />,
  button: ({ link }) => (link.prime ? `Make ${link.adult.forename} not prime` : `Make ${link.adult.forename} prime`),
  reason: { label: 'Why (if you want to say)', hint: 'Kept in the journal, for whoever asks later.' },
  danger: false,
  change: (trx, { link }, by) => setPrime(trx, { ...by, prime: !link.prime }),
  done: ({ link, pupil }) =>
    `${nameOf(link.adult)} is ${link.prime ? 'not prime any more' : 'prime'} for ${pupil.forename}.`,
}

const convert: LinkAct = {
  path: 'convert',
  title: ({ link }) => `Let the MIS maintain the link to ${nameOf(link.adult)}`,
  says: (of) => <WhatConvertDoes of={of} />,
  button: () => 'Let the MIS maintain it',
  reason: { label: 'Why (if you want to say)', hint: 'Kept in the journal, for whoever asks later.' },
  danger: false,
  change: (trx, { link }, by) => convertLinksToMis(trx, { ...by, linkIds: [link.id] }),
  done: ({ link }) => `The MIS maintains the link to ${nameOf(link.adult)} from the next import on.`,
}

const end: LinkAct = {
  path: 'end',
  title: ({ link, pupil }) => `End the link between ${nameOf(link.adult)} and ${pupil.forename}`,
  says: (of) => <WhatEndDoes of={of} />,
  button: () => 'End this link',
  reason: { label: 'Why does this link end?', hint: 'For example: “Moved abroad, Mrs Hill rang on 3 September.”' },
  danger: true,
  change: (trx, _of, by) => endLink(trx, by),
  done: ({ link, pupil }) => `${nameOf(link.adult)} is not linked to ${pupil.forename} any more.`,
}

const permission: Permission = 'links.change'

/** The page that asks, and the act. */
function pagesOf(act: LinkAct): [Page, Page] {
  const url = `/schools/:school/people/pupils/:id/links/:link/${act.path}` as const
  const ask = page({
    method: 'GET',
    url,
    permission,
    async handle({ db, school, params }) {
      const of = await db.inSchool(school.id, (trx) => findLinkOfPupil(trx, { schoolId: school.id, params }))
      return <LinkActView act={act} of={of} />
    },
  })
  const take = page({
    method: 'POST',
    url,
    permission,
    body: Type.Object({ reason: Type.String({ default: '' }) }),
    async handle({ db, school, actor, clock, params, body }) {
      const of = await db.inSchool(school.id, async (trx) => {
        const found = await findLinkOfPupil(trx, { schoolId: school.id, params })
        await act.change(trx, found, by({ schoolId: school.id, actor, clock, linkId: found.link.id, ...body }))
        return found
      })
      return redirectTo(`/schools/${school.slug}/people/pupils/${of.pupil.id}`, act.done(of))
    },
    async onRefusal({ db, school, params, refusal, typed }) {
      if (refusal.code !== 'reason-missing' && refusal.code !== 'registered-by-the-person') throw refusal
      const of = await db.inSchool(school.id, (trx) => findLinkOfPupil(trx, { schoolId: school.id, params }))
      return invalid(<LinkActView act={act} of={of} error={besideField(refusal)} typed={String(typed.reason ?? '')} />)
    },
  })
  return [ask, take]
}

const by = (given: By & { actor: StaffActor }): By => given

export const linkActPages: readonly Page[] = [prime, convert, end].flatMap(pagesOf)
