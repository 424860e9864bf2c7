import { may } from '../../../modules/accounts/index.ts'
import type { ClassCount, GroupOfSchool, Member } from '../../../modules/people/index.ts'
import { Button } from '../../components/button.tsx'
import { useFrame } from '../../frame/frame.ts'
import { sayYear } from '../people/say-people.ts'
import { children } from './say-to.ts'

export type PickerFacts = {
  classes: ClassCount[]
  groups: GroupOfSchool[]
  /** Children picked one by one or found just now. */
  pupils: Member[]
  /** Nothing was found for what was typed. */
  foundNobody: boolean
}

/** Who the message is about: years with their classes, groups, single children. Works without script. */
export function Picker({
  facts,
  to,
  find,
  error,
}: {
  facts: PickerFacts
  to: string[]
  find: string
  error?: string | undefined
}) {
  const years = [...Map.groupBy(facts.classes, ({ year }) => year ?? '')].sort(
    ([one], [other]) => rank(one) - rank(other),
  )
  const whole = facts.classes.reduce((sum, { pupils }) => sum + pupils, 0)
  const groups = facts.groups.filter(({ kind, pupils }) => kind !== 'registration' && kind !== 'year' && pupils > 0)
  return (
    <fieldset class={error ? 'field wrong' : 'field'}>
      <legend>About which children?</legend>
      <p class="hint">Tick years, classes or single children. Gatehouse finds their adults.</p>
      {error ? <p class="error">{error}</p> : null}
      <div class="pick" id="field-to">
        {years.map(([year, classes]) => (
          <div class="pick-row" key={year}>
            {year === '' ? null : (
              <Pick value={`year:${year}`} to={to} words={sayYear(year)} count={sum(classes)} whole />
            )}
            {classes.flatMap(({ registrationGroup, pupils }) =>
              registrationGroup === null
                ? []
                : [
                    <Pick
                      key={registrationGroup}
                      value={`group:${registrationGroup}`}
                      to={to}
                      words={registrationGroup}
                      count={pupils}
                    />,
                  ],
            )}
          </div>
        ))}
        <div class="pick-row">
          <Pick value="all" to={to} words="The whole school" count={whole} whole />
        </div>
      </div>
      <Groups groups={groups} to={to} />
      <div class="pick-find">
        <label for="field-find">A single child</label>
        <span class="input-line">
          <input
            id="field-find"
            name="find"
            type="search"
            value={find}
            autocomplete="off"
            placeholder="Part of a name"
          />
          <Button kind="quiet" name="act" value="find">
            Find the child
          </Button>
        </span>
        {facts.foundNobody ? <p class="hint">No pupil’s name has “{find}” in it.</p> : null}
        {facts.pupils.map((pupil) => (
          <Pick
            key={pupil.id}
            value={`pupil:${pupil.id}`}
            to={to}
            words={`${pupil.forename} ${pupil.surname}${pupil.registrationGroup ? `, ${pupil.registrationGroup}` : ''}`}
          />
        ))}
      </div>
    </fieldset>
  )
}

/** The school's own first; where none is yet, the way to make one. */
function Groups({ groups, to }: { groups: GroupOfSchool[]; to: string[] }) {
  const { school, actor } = useFrame()
  const makes = may(actor?.roles ?? [], 'people.change')
  if (groups.length === 0 && !makes) return null
  const ownFirst = groups.toSorted((one, other) => Number(other.kind === 'own') - Number(one.kind === 'own'))
  return (
    <details class="pick-more" open={groups.some(({ id, kind }) => kind === 'own' || to.includes(`group:${id}`))}>
      <summary>Clubs, houses and other groups</summary>
      <div class="pick-row">
        {ownFirst.map(({ id, name, pupils }) => (
          <Pick key={id} value={`group:${id}`} to={to} words={name} count={pupils} />
        ))}
      </div>
      {makes ? (
        <p>
          <a href={`/schools/${school?.slug}/people/groups`}>Make or change a group of your own</a>
        </p>
      ) : null}
    </details>
  )
}

function Pick({
  value,
  to,
  words,
  count,
  whole,
}: {
  value: string
  to: string[]
  words: string
  count?: number
  whole?: boolean
}) {
  return (
    <label class={whole ? 'pick-one whole' : 'pick-one'}>
      <input type="checkbox" name="to" value={value} checked={to.includes(value)} />
      <span>
        {words}
        {count === undefined ? null : (
          <small>
            {' '}
            {count}
            <span class="visually-hidden"> {children(count).replace(/^\S+ /, '')}</span>
          </small>
        )}
      </span>
    </label>
  )
}

const sum = (classes: ClassCount[]) => classes.reduce((total, { pupils }) => total + pupils, 0)

/** Nursery, Reception, then by number. */
function rank(year: string): number {
  if (/^\d+$/.test(year)) return Number(year)
  if (/^n/i.test(year)) return -2
  return /^r/i.test(year) ? -1 : 99
}
