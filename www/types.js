// SPDX-License-Identifier: GPL-3.0-or-later
// @ts-check
// The service's JSON as types, named after its members. Nothing here runs.

/** @typedef {{code: string, label: string, label_en: string, matched?: string, count?: number}} Skill */
/** @typedef {'yes'|'no'|'unknown'} Tristate */

/**
 * @typedef {object} Reason  why a result is there, or nearly
 * @property {string} code
 * @property {string} text
 * @property {string} [text_en]
 * @property {string|null} [zone]
 * @property {number|null} [value_m]
 */

/**
 * @typedef {object} Session  dated or recurring
 * @property {Skill} skill
 * @property {{from: string, to: string}|null} next
 * @property {string|null} recurrence
 * @property {string|null} public
 * @property {Tristate} appointment
 * @property {string|null} link
 * @property {string|null} note
 */

/**
 * @typedef {object} Properties  of a resource
 * @property {string} id
 * @property {'professional'|'structure'|'point'} kind
 * @property {string} name
 * @property {Skill|null} profession
 * @property {Skill[]} skills
 * @property {{text: string|null, postcode: string|null, city: string|null, precision: 'source'|'geocoded'|'area'|'none', score: number|null}} address
 * @property {Tristate} home_visit
 * @property {Tristate} remote
 * @property {Tristate} walk_in
 * @property {Tristate} wheelchair
 * @property {{state: Tristate, as_of: string|null}} new_patients
 * @property {string[]|null} languages
 * @property {string|null} fees
 * @property {string|null} phone
 * @property {string|null} website
 * @property {string|null} email
 * @property {string|null} note
 * @property {string|null} hours_text
 * @property {Session[]} sessions
 * @property {{name: string, date: string|null}|null} source
 * @property {string|null} updated
 * @property {number} zones
 * @property {{state: 'open'|'closed'|'unknown', until: string|null, next: string|null}} open
 * @property {number|null} distance_m
 * @property {Reason[]} reasons
 */

/** @typedef {{type: 'Feature', id: string, geometry: {coordinates: [number, number]}|null, properties: Properties}} Resource */
/** @typedef {{label: string, score?: number, lon: number, lat: number}} Candidate */

/**
 * @typedef {object} Answer  of /api/v1/resources
 * @property {Resource[]} features
 * @property {Resource[]} near_misses
 * @property {number} numberMatched
 * @property {number} numberReturned
 * @property {{address: (Candidate & {type?: string})|null, address_candidates?: Candidate[], point: [number, number]|null, skills: Skill[], mode: string|null}} query
 * @property {{rel: string, href: string}[]} links
 * @property {number} generation
 * @property {string} timeStamp
 */

/** @typedef {{type: 'Feature', properties: Record<string, any>, geometry: {type: string, coordinates: any}}} Feature */
/** @typedef {{type: 'FeatureCollection', features: Feature[], territory?: {name: string, timezone: string, box: number[]}}} FeatureCollection */

export {};
