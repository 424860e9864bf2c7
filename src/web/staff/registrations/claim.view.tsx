import { may } from '../../../modules/accounts/index.ts'
import type { Claim } from '../../../modules/registration/index.ts'
import { showInHalves } from '../../../modules/registration/index.ts'
import type { FieldErrors } from '../../components/fields.tsx'
import { Note } from '../../components/note.tsx'
import { sayPhone } from '../../components/say-phone.ts'
import { StaffPage } from '../../components/shell.tsx'
import { Tag } from '../../components/tag.tsx'
import { Day, TimeAgo } from '../../components/time-ago.tsx'
import { useFrame } from '../../frame/frame.ts'
import type { Fields } from '../../page.ts'
import { isHeld } from '../people/link-state.view.tsx'
import { nameOf, possessive } from '../people/say-people.ts'
import { permissionToAddBeside } from './add-beside.ts'
import { Decide, HeldSide, type Row, Sides } from './sides.view.tsx'

export function ClaimView({ claim, errors, typed }: { claim: Claim; errors?: FieldErrors; typed?: Fields }) {
  const { school, actor } = useFrame()
  const base = `/schools/${school?.slug}`
  const { pupil } = claim.family
  const name = `${claim.typed.forename} ${claim.typed.surname}`
  const beside = permissionToAddBeside(claim)
  const mayAddBeside = beside === null || may(actor?.roles ?? [], beside)
  return (
    <StaffPage
      title={`${name} registered for ${nameOf(pupil)}`}
      current="data-issues"
      breadcrumbs={[
        { words: 'Data issues', href: `${base}/data-issues` },
        { words: 'Registrations', href: `${base}/registrations` },
      ]}
      lead={whyAsked(claim)}
    >
      <Sides
        left={{ title: 'What was typed, and proved', rows: typedRows(claim.typed) }}
        right={<HeldSide title="What is held" adult={claim.held} link={claim.link} childName={pupil.forename} />}
      />
      <Decide
        action={`${base}/registrations/claims/${claim.typed.id}`}
        errors={errors ?? {}}
        typed={typed ?? {}}
        choices={[
          {
            value: 'same person',
            words: claim.held ? `The same person: link ${nameOf(claim.held)}` : 'The same person',
            disabled: claim.held === null,
            hint: whatSameDoes(claim),
          },
          {
            value: 'own adult',
            words: 'Somebody else: add them as an adult of their own',
            disabled: !mayAddBeside,
            hint: mayAddBeside
              ? `They are linked to ${pupil.forename} at once. What is held stays as it is.`
              : whoseMatter(claim),
          },
          {
            value: 'refused',
            words: 'Refuse',
            hint: 'Nobody is linked, and what was typed is forgotten. The family is not written to.',
          },
        ]}
      />
      <Note>
        Whoever registered was told only that the school office looks at it. Say no more than that by telephone before
        you have decided: {possessive(pupil.forename)} family may have its reasons.
      </Note>
    </StaffPage>
  )
}

function whatSameDoes({ link, restrictedElsewhere }: Claim): string {
  if (link?.restricted) return 'The record takes what was typed. They stay restricted for this child.'
  if (link && isHeld(link))
    return 'The record takes what was typed. The link stays held: the court order is decided on the page of the child.'
  const done = 'The record takes what was typed, and they look after it themselves from now on.'
  return restrictedElsewhere ? `${done} They stay restricted for the other child.` : done
}

function whoseMatter({ link, restrictedElsewhere }: Claim): string {
  const whose = 'so this is for the head or the safeguarding lead.'
  return link?.restricted || restrictedElsewhere
    ? `The adult on record is restricted, ${whose}`
    : `A link is held by a court order, ${whose}`
}

function whyAsked({ typed, family, link, restrictedElsewhere }: Claim): string {
  const { forename } = family.pupil
  if (link?.restricted)
    return `Somebody with this name, or one of these details, is restricted for ${forename}. Nothing was linked.`
  if (restrictedElsewhere)
    return 'Somebody with this name and one of these details is restricted for another child. Nothing was linked.'
  if (typed.claimWhy === 'ended by the school')
    return `The school ended the link of somebody with this name to ${forename}. Nothing was linked.`
  return 'Somebody with this name, or one of these details, has a link that is held. Nothing was linked.'
}

function typedRows(typed: Claim['typed']): Row[] {
  return [
    { name: 'Name', value: `${typed.forename} ${typed.surname}` },
    { name: 'Relationship', value: typed.relationship ?? 'Not said' },
    { name: 'Email', value: <Proved value={typed.email} at={typed.emailProvedAt} /> },
    {
      name: 'Mobile',
      value: <Proved value={typed.mobile === null ? null : sayPhone(typed.mobile)} at={typed.mobileProvedAt} />,
    },
    { name: 'Main contact', value: typed.mainContact ? 'Says so' : 'Does not say so' },
    {
      name: 'Letter',
      value: (
        <>
          {showInHalves(typed.reference)}, code {typed.place}
        </>
      ),
    },
    { name: 'Registered', value: <TimeAgo at={typed.finishedAt} /> },
  ]
}

function Proved({ value, at }: { value: string | null; at: Date | null }) {
  if (value === null) return <>Not kept</>
  return (
    <>
      {value}{' '}
      {at ? (
        <Tag kind="ok">
          Proved <Day date={at} />
        </Tag>
      ) : (
        <Tag kind="warn">Not proved</Tag>
      )}
    </>
  )
}
