import { Note } from '../../components/note.tsx'
import { type LinkOfPupil, otherPrimes } from './find-link.ts'
import { nameOf, possessive } from './say-people.ts'

/** LNK-1 in words, for this link. */
export function WhatPrimeDoes({ of }: { of: LinkOfPupil }) {
  const { link, pupil } = of
  const others = otherPrimes(of).map((other) => of.family.links.find(({ id }) => id === other.id)?.adult.forename ?? '')
  const adult = nameOf(link.adult)
  return (
    <>
      {link.restricted ? (
        <Note kind="warn" title={`${adult} is restricted for ${pupil.forename}.`}>
          No message goes to {link.adult.forename} until that is lifted, prime or not.
        </Note>
      ) : null}
      {link.prime ? (
        <p>
          Ordinary messages about {pupil.forename} will not go to {adult} any more. The link itself stays.
        </p>
      ) : (
        <p>
          Ordinary messages about {pupil.forename} will go to {adult}
          {others.length > 0 ? `, as they do to ${others.join(' and ')}` : ''}. For other children nothing changes.
        </p>
      )}
      {link.origin === 'mis' ? (
        <p>
          The school looks after this link from now on: imports keep {possessive(link.adult.forename)} details fresh,
          but do not change who is prime.
        </p>
      ) : null}
      {link.prime && others.length === 0 ? (
        <Note kind="warn" title={`Nobody else is prime for ${pupil.forename}.`}>
          Ordinary messages will reach this home on paper only, until somebody else is made prime.
        </Note>
      ) : null}
    </>
  )
}

/** LNK-3 in words, for this link. */
export function WhatConvertDoes({ of: { link, pupil } }: { of: LinkOfPupil }) {
  return (
    <>
      <p>
        From the next import on, the MIS says whether {nameOf(link.adult)} is linked to {pupil.forename}, with which
        details and whether as prime.
      </p>
      <Note kind="warn">
        If the MIS does not hold this contact for {pupil.forename}, the next import ends the link. The plan shows it
        before anything is done.
      </Note>
    </>
  )
}

/** LNK-6 in words, for this link. */
export function WhatEndDoes({ of }: { of: LinkOfPupil }) {
  const { link, pupil } = of
  return (
    <>
      <p>
        From today {nameOf(link.adult)} gets no messages about {pupil.forename} and sees nothing of {pupil.forename}.
        The link is kept as ended, nothing is deleted, and an import does not bring it back.
      </p>
      {link.prime && otherPrimes(of).length === 0 ? (
        <Note kind="warn" title={`${pupil.forename} will have no prime adult.`}>
          Ordinary messages will reach this home on paper only, until somebody else is made prime.
        </Note>
      ) : null}
    </>
  )
}
