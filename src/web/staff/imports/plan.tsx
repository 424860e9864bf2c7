import Type from 'typebox'
import { may } from '../../../modules/accounts/index.ts'
import {
  applyPlan,
  asksWhetherFamiliesKnow,
  type ClassOfPlan,
  classesOfPlan,
  countEntriesLeftOut,
  entriesOfClass,
  findPlan,
  findUploadOfPlanIfAny,
  listPlans,
  notesOfPlan,
  type Plan,
  type PlanKey,
  rejectedOf,
  rulesOfPlan,
  type Sought,
  throwAwayPlan,
  tidyUploads,
  undoRun,
  whatChangedSince,
} from '../../../modules/importing/index.ts'
import { noteCoverage } from '../../../modules/people/index.ts'
import { currentNoticeText, type NoticeText, type School } from '../../../modules/schools/index.ts'
import type { Db, Trx } from '../../../platform/db/index.ts'
import { Refusal } from '../../../platform/errors/index.ts'
import { besideField } from '../../components/beside-field.ts'
import { invalid, page, redirectTo, type StaffContext } from '../../page.ts'
import { type ClassPage, type PlanProps, PlanView, type Undo } from './plan.view.tsx'
import { rowsOfEntries } from './plan-rows.ts'
import { pageOfUpload, readUpload } from './read-in-background.ts'
import { changesInWords, figuresOf } from './say-plan.ts'

/** A plan of so many entries is shown whole, class by class; a larger one opens on the list of classes. */
const shownWhole = 200
const pageLength = 100
const rejectedShown = 200
const shows = ['all', 'comes', 'changes', 'ends', 'issues', 'left out'] as const

export const planPage = page({
  method: 'GET',
  url: '/schools/:school/imports/:plan',
  permission: 'import.plan',
  query: Type.Object({
    class: Type.Optional(Type.String()),
    show: Type.String({ default: 'all' }),
    name: Type.String({ default: '' }),
    rule: Type.String({ default: '' }),
    from: Type.String({ default: '' }),
    after: Type.String({ default: '' }),
  }),
  async handle({ school, actor, db, params, query, reply }) {
    const plan = await findPlan(db, school, params.plan)
    if (plan.state === 'planning') reply.header('refresh', '3')
    const show = shows.find((each) => each === query.show) ?? 'all'
    const after = /^\d{1,15}$/.test(query.after) ? { pupilName: query.from, seq: Number(query.after) } : null
    const sought: Sought = { show, name: query.name, rule: query.rule }
    return showPlan({ db, school, actor }, { plan, sought, chosen: query.class, after })
  },
})

type Shown = { plan: Plan; sought: Sought; chosen: string | undefined; after: PlanKey | null }

/** `deciding`: what was typed to apply it, and what was wrong with that. */
async function showPlan(
  { db, school, actor }: Pick<StaffContext, 'db' | 'school' | 'actor'>,
  { plan, sought, chosen, after }: Shown,
  deciding: Pick<PlanProps, 'errors' | 'typed'> = { errors: {}, typed: {} },
) {
  const seen = await db.inSchool(school.id, async (trx) => {
    const classes = await classesOfPlan(trx, { schoolId: school.id, planId: plan.id, ...sought })
    return {
      classes,
      pages: await pagesShown(trx, { plan, sought, classes, chosen, after }),
      rules: await rulesOfPlan(trx, { schoolId: school.id, planId: plan.id }),
      notes: await notesOfPlan(trx, school.id, plan.id),
      leftOut: await countEntriesLeftOut(trx, { schoolId: school.id, planId: plan.id }),
      rejected: await rejectedOf(trx, school.id, plan.id, rejectedShown),
      upload: await findUploadOfPlanIfAny(trx, school.id, plan.id),
      tellFirst: await noticeToTell(trx, plan),
      newer: await newerPlanIfAny(trx, plan),
    }
  })
  const mayApply = may(actor.roles, 'import.apply')
  return (
    <PlanView
      base={`/schools/${school.slug}/imports`}
      plan={plan}
      sought={sought}
      chosen={chosen ?? null}
      {...seen}
      {...deciding}
      filesKept={seen.upload !== null}
      columnsAt={seen.upload ? `/schools/${school.slug}/imports/files/${seen.upload.id}/columns` : null}
      mayApply={mayApply}
      mayConfirmHeld={mayApply && actor.roles.includes('administrator')}
      tellFirst={seen.tellFirst}
      undo={plan.state === 'applied' && mayApply ? await howToUndo(db, school, plan) : null}
    />
  )
}

/** An email and a list that was left open lead to a plan that another took the place of. Ids rise with the time. */
async function newerPlanIfAny(trx: Trx, plan: Plan): Promise<Plan | null> {
  if (plan.state !== 'overtaken' && plan.state !== 'thrown away') return null
  const [newest] = await listPlans(trx, plan.schoolId, 1)
  return newest && newest.state !== 'undone' && newest.id > plan.id ? newest : null
}

/** `''` stands for those who are in no class. */
const classOf = (name: string) => (name === '' ? null : name)

async function pagesShown(
  trx: Trx,
  of: { plan: Plan; sought: Sought; classes: ClassOfPlan[]; chosen: string | undefined; after: PlanKey | null },
): Promise<ClassPage[]> {
  const { plan, sought, classes, chosen, after } = of
  const whole = classes.reduce((sum, { entries }) => sum + entries, 0) <= shownWhole
  const wanted = chosen !== undefined ? classes.filter((each) => each.class === classOf(chosen)) : whole ? classes : []
  const pages: ClassPage[] = []
  for (const each of wanted) {
    const keys = { schoolId: plan.schoolId, planId: plan.id, ...sought, class: each.class }
    const entries = await entriesOfClass(trx, { ...keys, after, limit: whole ? shownWhole : pageLength })
    const last = entries.length === pageLength && !whole ? entries.at(-1) : undefined
    pages.push({
      of: each,
      rows: rowsOfEntries(entries),
      next: last ? { pupilName: last.pupilName ?? last.adultName ?? '', seq: last.seq } : null,
      further: after !== null,
    })
  }
  return pages
}

/** What has changed since of what the run touched: none, and it can be undone as one step. */
async function howToUndo(db: Db, school: School, plan: Plan): Promise<Undo | null> {
  if (figuresOf(plan.changes).all === 0) return null
  return { changed: await db.inSchool(school.id, (trx) => whatChangedSince(trx, plan)) }
}

/** OPT-1: the words to be told first, where the plan waits and asks for it. */
async function noticeToTell(trx: Trx, plan: Plan): Promise<NoticeText | null> {
  const asks = plan.state === 'ready' && (await asksWhetherFamiliesKnow(trx, plan))
  return asks ? currentNoticeText(trx, plan.schoolId) : null
}

const goTo = (school: School, planId: string) => `/schools/${school.slug}/imports/${planId}`

export const applyPlanPage = page({
  method: 'POST',
  url: '/schools/:school/imports/:plan/apply',
  permission: 'import.apply',
  body: Type.Object({
    confirmHeld: Type.String({ default: '' }),
    toldOn: Type.String({ default: '' }),
    channel: Type.String({ default: '' }),
  }),
  async handle({ app, school, actor, db, clock, params, body }) {
    const plan = await findPlan(db, school, params.plan)
    const confirmHeld = body.confirmHeld === 'yes'
    if (plan.held && confirmHeld && !actor.roles.includes('administrator'))
      throw new Refusal('held-administrator', 'A held plan is confirmed by an administrator. Nothing was changed.')
    const { toldOn, channel } = body
    const told = toldOn === '' && channel === '' ? {} : { familiesTold: { toldOn, channel } }
    const applied = await applyPlan(db, { school, planId: plan.id, confirmHeld, actor, clock, ...told })
    await tidyUploads(db, { school, dataFolder: app.config.dataFolder, clock })
    const day = clock.today(school.timeZone)
    await db.inSchool(school.id, (trx) => noteCoverage(trx, { schoolId: school.id, day }))
    const { all } = figuresOf(applied.changes)
    return redirectTo(
      goTo(school, plan.id),
      all === 0
        ? `${plan.held ? 'Done' : 'Noted: nothing had changed'}.`
        : `Done: ${changesInWords(all)}. You can undo it as one step.`,
    )
  },
  async onRefusal({ db, school, actor, params, refusal, typed }) {
    const field = fieldOfTelling[refusal.code]
    if (field === undefined) return redirectTo(goTo(school, params.plan), { kind: 'warn', words: refusal.words })
    const plan = await findPlan(db, school, params.plan)
    const sought: Sought = { show: 'all', name: '', rule: '' }
    const deciding = { errors: { [field]: besideField(refusal) }, typed }
    return invalid(await showPlan({ db, school, actor }, { plan, sought, chosen: undefined, after: null }, deciding))
  },
})

/** OPT-1: what is asked for on the plan's page, by the refusal that says it is missing or wrong. */
const fieldOfTelling: Record<string, 'toldOn' | 'channel'> = {
  'families-not-told': 'toldOn',
  'told-on': 'toldOn',
  'told-by': 'channel',
}

export const throwAwayPlanPage = page({
  method: 'POST',
  url: '/schools/:school/imports/:plan/throw-away',
  permission: 'import.plan',
  async handle({ app, school, actor, db, clock, params }) {
    await throwAwayPlan(db, { school, planId: params.plan, actor, clock })
    await tidyUploads(db, { school, dataFolder: app.config.dataFolder, clock })
    return redirectTo(`/schools/${school.slug}/imports`, 'The plan is thrown away and its files are deleted.')
  },
  onRefusal: ({ school, params, refusal }) =>
    redirectTo(goTo(school, params.plan), { kind: 'warn', words: refusal.words }),
})

export const planAgainPage = page({
  method: 'POST',
  url: '/schools/:school/imports/:plan/again',
  permission: 'import.plan',
  async handle({ app, school, actor, db, params }) {
    const plan = await findPlan(db, school, params.plan)
    const upload = await db.inSchool(school.id, (trx) => findUploadOfPlanIfAny(trx, school.id, plan.id))
    if (!upload)
      throw new Refusal(
        'upload.gone',
        'The files of this plan are here no more. Choose them again; nothing was changed.',
      )
    const read = await readUpload({ app, school, actor }, { uploadId: upload.id })
    const page = pageOfUpload(school, read ?? { ...upload, state: 'reading' })
    return redirectTo(page, ...(read?.state === 'planned' ? ['The plan was made again.'] : []))
  },
})

export const undoRunPage = page({
  method: 'POST',
  url: '/schools/:school/imports/:plan/undo',
  permission: 'import.apply',
  async handle({ school, actor, db, clock, params }) {
    const run = await undoRun(db, { school, runId: params.plan, actor, clock })
    return redirectTo(goTo(school, run.id), `Undone: ${changesInWords(figuresOf(run.changes).all)} taken back.`)
  },
  onRefusal: ({ school, params, refusal }) =>
    redirectTo(goTo(school, params.plan), { kind: 'warn', words: refusal.words }),
})
