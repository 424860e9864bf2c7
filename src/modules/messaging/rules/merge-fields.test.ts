import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { fillIn, isChildSpecific, jointNames, type MergeValues, readTemplate } from './merge-fields.ts'

const values: MergeValues = {
  'pupil.forename': 'Amira',
  'pupil.surname': 'Al-Hassan',
  'pupil.name': 'Amira Al-Hassan',
  'pupil.class': '6 Beech',
  'pupil.year': '6',
  children: 'Amira and Idris',
  'adult.title': 'Mrs',
  'adult.forename': 'Noor',
  'adult.surname': 'Al-Hassan',
  'adult.name': 'Noor Al-Hassan',
  'school.name': 'Hill Primary School',
}

const filled = (text: string, more: Partial<MergeValues> = {}) => fillIn(readTemplate(text), { ...values, ...more })

describe('MSG-8 merge fields', () => {
  it('fills in what is known', () => {
    assert.equal(
      filled('Dear {{adult.title}} {{adult.surname}}, {{pupil.forename}} is in {{pupil.class}}.').text,
      'Dear Mrs Al-Hassan, Amira is in 6 Beech.',
    )
  })

  it('takes spaces and capitals inside the braces', () => {
    assert.equal(filled('{{ Pupil.Forename }}').text, 'Amira')
  })

  it('refuses an unknown field and suggests the nearest', () => {
    assert.throws(
      () => readTemplate('Dear {{adult.sirname}}'),
      /\{\{adult\.sirname\}\}.*Did you mean \{\{adult\.surname\}\}\?/,
    )
    assert.throws(() => readTemplate('{{balance of account}}'), /Known are/)
  })

  it('refuses braces left open', () => {
    assert.throws(() => readTemplate('Dear {{adult.name}'), /not closed/)
    assert.throws(() => readTemplate('Dear adult.name}}'), /not closed/)
  })

  it('leaves a single brace alone', () => {
    assert.equal(filled('{a} }{').text, '{a} }{')
  })

  it('says which values were empty and closes the gap', () => {
    assert.deepEqual(filled('Dear {{adult.title}} {{adult.surname}}', { 'adult.title': '' }), {
      text: 'Dear Al-Hassan',
      empty: ['adult.title'],
    })
    assert.equal(filled('{{adult.title}} {{adult.surname}}', { 'adult.title': '' }).text, 'Al-Hassan')
    assert.equal(filled('Class {{pupil.class}}.', { 'pupil.class': '' }).text, 'Class .')
  })

  it('never reads a field out of a name', () => {
    assert.equal(filled('{{pupil.forename}}', { 'pupil.forename': '{{adult.name}}' }).text, '{{adult.name}}')
  })

  it('MSG-3 knows that words about one child are about one child', () => {
    assert.equal(isChildSpecific(readTemplate('{{pupil.forename}} was late')), true)
    assert.equal(isChildSpecific(readTemplate('Dear {{adult.name}}, {{children}}')), false)
    assert.equal(isChildSpecific(readTemplate('no fields'), readTemplate('{{pupil.year}}')), true)
  })

  it('joins the names of brothers and sisters', () => {
    assert.equal(jointNames(['Amira']), 'Amira')
    assert.equal(jointNames(['Amira', 'Idris']), 'Amira and Idris')
    assert.equal(jointNames(['Amira', 'Idris', 'Layla']), 'Amira, Idris and Layla')
    assert.equal(jointNames([]), '')
  })
})
