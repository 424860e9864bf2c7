import Type from 'typebox'
import { may } from '../../../../modules/accounts/index.ts'
import { forgetContactPoints } from '../../../../modules/importing/index.ts'
import { withdrawFromRestricted } from '../../../../modules/messaging/index.ts'
import {
  compareAdults,
  decideNotSame,
  findPupilsOfAdults,
  listMerges,
  type Merge,
  mergeAdults,
  suggestDuplicates,
  undoMerge,
} from '../../../../modules/people/index.ts'
import { closeWaysInToRestricted } from '../../../../modules/registration/index.ts'
import type { School } from '../../../../modules/schools/index.ts'
import type { Db } from '../../../../platform/db/index.ts'
import { besideField } from '../../../components/beside-field.ts'
import { NotAllowed } from '../../../frame/errors.ts'
import type { StaffActor } from '../../../frame/frame.ts'
import { readId } from '../../../frame/parse.ts'
import { invalid, page, redirectTo, sayWhyAt } from '../../../page.ts'
import { DuplicatesView } from './list.view.tsx'
import { PairView } from './pair.view.tsx'
import { loadPermissionToPart } from './permission-to-part.ts'

const base = (school: { slug: string }) => `/schools/${school.slug}/people/duplicates`
const pairUrl = '/schools/:school/people/duplicates/:one/:other'

/** IMP-22: records that may be one person, with why; and what was merged lately, to be taken back. */
const duplicatesPage = page({
  method: 'GET',
  url: '/schools/:school/people/duplicates',
  permission: 'people.read',
  async handle({ db, school, actor }) {
    const seen = await db.inSchool(school.id, async (trx) => ({
      pairs: await suggestDuplicates(trx, school.id),
      merges: await listMerges(trx, school.id),
      toPart: await loadPermissionToPart(trx, school.id),
    }))
    const mayPart = ({ keptId }: Merge) => may(actor.roles, seen.toPart([keptId]))
    return <DuplicatesView base={base(school)} pairs={seen.pairs} merges={seen.merges} mayPart={mayPart} />
  },
})

const idsOf = (params: { one: string; other: string }): [string, string] => [readId(params.one), readId(params.other)]

function loadPair(db: Db, { school, actor, ids }: { school: School; actor: StaffActor; ids: [string, string] }) {
  return db.inSchool(school.id, async (trx) => {
    const toPart = await loadPermissionToPart(trx, school.id)
    return {
      pair: await compareAdults(trx, school.id, ids),
      children: await findPupilsOfAdults(trx, { schoolId: school.id, adultIds: ids }),
      mayMerge: may(actor.roles, 'people.change'),
      mayPart: may(actor.roles, toPart(ids)),
    }
  })
}

/** Both records side by side, and the three ways on: one person, two people, not now. */
const pairPage = page({
  method: 'GET',
  url: pairUrl,
  permission: 'people.read',
  async handle({ db, school, actor, params }) {
    const seen = await loadPair(db, { school, actor, ids: idsOf(params) })
    return <PairView base={base(school)} {...seen} />
  },
})

const decidePair = page({
  method: 'POST',
  url: pairUrl,
  permission: 'duplicates.decide',
  body: Type.Object({
    act: Type.String({ default: '' }),
    kept: Type.String({ default: '' }),
    reason: Type.String({ default: '' }),
  }),
  async handle({ db, school, actor, clock, params, body }) {
    const ids = idsOf(params)
    const by = { schoolId: school.id, actor, clock, reason: body.reason }
    if (body.act !== 'merge') {
      await db.inSchool(school.id, async (trx) => {
        const toPart = await loadPermissionToPart(trx, school.id)
        NotAllowed.unless(actor, toPart(ids))
        await decideNotSame(trx, { ...by, adultIds: ids })
      })
      return redirectTo(base(school), 'Noted: they are two people. Nobody is asked about them again.')
    }
    NotAllowed.unless(actor, 'people.change')
    const keptId = body.kept === ids[1] ? ids[1] : ids[0]
    const goneId = keptId === ids[0] ? ids[1] : ids[0]
    const close = [withdrawFromRestricted, closeWaysInToRestricted]
    await db.inSchool(school.id, (trx) =>
      mergeAdults(trx, { ...by, keptId, goneId, forget: forgetContactPoints, close }),
    )
    return redirectTo(base(school), 'They are one person now. You can take it back below while nothing has changed.')
  },
  async onRefusal({ db, school, actor, params, refusal, typed }) {
    const seen = await loadPair(db, { school, actor, ids: idsOf(params) })
    const asTyped = { reason: String(typed.reason ?? ''), keptId: String(typed.kept ?? '') }
    return invalid(<PairView base={base(school)} {...seen} {...asTyped} error={besideField(refusal)} />)
  },
})

const undoMergePage = page({
  method: 'POST',
  url: '/schools/:school/people/duplicates/undo',
  permission: 'duplicates.decide',
  body: Type.Object({ merge: Type.String({ default: '' }) }),
  async handle({ db, school, actor, clock, body }) {
    const undone = await db.inSchool(school.id, async (trx) => {
      const toPart = await loadPermissionToPart(trx, school.id)
      const merge = await undoMerge(trx, { schoolId: school.id, mergeId: body.merge, actor, clock })
      NotAllowed.unless(actor, toPart([merge.keptId]))
      return merge
    })
    return redirectTo(base(school), `${undone.kept} and ${undone.gone} are two records again.`)
  },
  onRefusal: (context) => sayWhyAt(context, '/people/duplicates'),
})

export const duplicatePages = [duplicatesPage, pairPage, decidePair, undoMergePage]
