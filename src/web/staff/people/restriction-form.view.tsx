import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { ErrorSummary, type FieldErrors, Input, Textarea } from '../../components/fields.tsx'
import { Form } from '../../components/form.tsx'
import { Note } from '../../components/note.tsx'
import { RuleTag } from '../../components/tag.tsx'
import { useFrame } from '../../frame/frame.ts'
import type { Fields } from '../../page.ts'
import { type LinkOfPupil, otherPrimes } from './find-link.ts'
import { nameOf, possessive } from './say-people.ts'

/** VIS-2: says first what happens at once, then asks for the evidence, who saw it and when, and when to look again. */
export function PlaceRestriction({ of, typed, errors }: { of: LinkOfPupil; typed: Fields; errors: FieldErrors }) {
  const { link, pupil } = of
  const here = `/schools/${useFrame().school?.slug}/people/pupils/${pupil.id}`
  const field = (name: string) => ({ name, value: String(typed[name] ?? ''), error: errors[name] })
  return (
    <Card>
      <Form action={`${here}/links/${link.id}/restriction`} class="confirm">
        <ErrorSummary errors={errors} />
        <WhatRestrictingDoes of={of} />
        <input type="hidden" name="act" value="place" />
        <Textarea
          {...field('evidence')}
          rows={3}
          label="Which order or paper was seen"
          hint="For example: “Order of 12 May 2026 of the Family Court at Leeds, original; no contact.” It is kept with your name, and only those who decide read it."
        />
        <Input {...field('seenBy')} label="Who saw it" size="middle" />
        <Input {...field('seenOn')} label="On which day it was seen" type="date" size="middle" />
        <Input
          {...field('reviewOn')}
          label="On which day it is to be looked at again"
          hint="When the order ends, or when you next ask. The restriction stands until somebody lifts it."
          type="date"
          size="middle"
        />
        <p class="buttons">
          <Button kind="danger">
            Restrict {nameOf(link.adult)} for {pupil.forename}
          </Button>
          <a class="btn quiet" href={here}>
            Leave it as it is
          </a>
        </p>
      </Form>
    </Card>
  )
}

/** VIS-3 and VIS-4 in words, for this link. */
function WhatRestrictingDoes({ of }: { of: LinkOfPupil }) {
  const { link, pupil } = of
  const [adult, child] = [link.adult.forename, pupil.forename]
  return (
    <>
      <p>
        At once, for {nameOf(link.adult)} and {child}: <RuleTag rule="VIS-3" />
      </p>
      <ul>
        <li>
          No message about {child} goes to {adult}; those that wait to go are taken back.
        </li>
        <li>
          {possessive(child)} pages are closed to {adult}, who is signed out everywhere.
        </li>
        <li>
          Every security letter of {child} that is out stops working. Print new ones for the other adults afterwards.
        </li>
        <li>
          No import and no registration brings {adult} back{link.endedOn === null ? '' : ', though the link has ended'}.
        </li>
      </ul>
      {link.prime && link.endedOn === null && otherPrimes(of).length === 0 ? (
        <Note kind="warn" title={`${child} will have no prime adult.`}>
          Ordinary messages will reach this home on paper only, until somebody else is made prime.
        </Note>
      ) : null}
      <p>
        {adult} reads only what anybody reads whose link ended, and no reason. For other children nothing changes.{' '}
        <RuleTag rule="VIS-4" />
      </p>
    </>
  )
}
