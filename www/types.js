// SPDX-License-Identifier: GPL-3.0-or-later
// @ts-check
// The service's JSON as types, named after its members. Nothing here runs.

/**
 * @typedef {object} Skill  a profession, an act, an equipment …
 * @property {string} code
 * @property {string} label
 * @property {string} label_en
 * @property {string} [matched]  the word that was understood
 * @property {number} [count]    how many in the directory do it
 */
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
 * @typedef {object} Address
 * @property {string|null} text
 * @property {string|null} postcode
 * @property {string|null} city
 * @property {'source'|'geocoded'|'area'|'none'} precision  how the point was found
 * @property {number|null} score  of a geocoded one, 0 to 1
 */

/**
 * @typedef {object} Properties  of a resource
 * @property {string} id
 * @property {'professional'|'structure'|'point'} kind
 * @property {string} name
 * @property {Skill|null} profession
 * @property {Skill[]} skills
 * @property {Address} address
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
 * @property {{from: string, to: string}[]} closures  both days included
 * @property {Session[]} sessions
 * @property {{name: string, date: string|null}|null} source
 * @property {string|null} updated
 * @property {Record<string, any>} [provenance]  of a field that another source said, {source, date};
 *     skills: of each code
 * @property {number} zones
 * @property {{state: 'open'|'closed'|'unknown', from: string|null, until: string|null, next: string|null, holiday: boolean}} open
 * @property {number|null} distance_m
 * @property {Reason[]} reasons
 */

/**
 * @typedef {object} Resource  a GeoJSON feature
 * @property {string} id
 * @property {{coordinates: [number, number]}|null} geometry
 * @property {Properties} properties
 */

/** @typedef {{label: string, score?: number, type?: string, lon: number, lat: number}} Candidate */

/**
 * @typedef {object} Piece  some words of the question, and what they were read as
 * @property {string} kind   skill, mode, time, address …
 * @property {string} text
 * @property {number} start  characters
 * @property {number} end
 * @property {string} value  as the parameter of that name takes it
 * @property {string|null} label
 * @property {string|null} label_en
 * @property {boolean} used
 */

/**
 * @typedef {object} Understood  how the question was read
 * @property {Candidate|null} address
 * @property {Candidate[]} [address_candidates]  when the address is doubtful
 * @property {[number, number]|null} point
 * @property {Skill[]} skills
 * @property {Skill[]} any_skills  one of these is enough
 * @property {string|null} mode
 * @property {string|null} at
 * @property {string|null} from
 * @property {string|null} to
 * @property {number|null} radius_m
 * @property {{text: string, pieces: Piece[], left_over: string[]}|null} q
 */

/**
 * @typedef {object} Answer  of /api/v1/resources
 * @property {Resource[]} features
 * @property {Resource[]} near_misses
 * @property {{skills: Skill[], numberMatched: number}[]} needs  that nobody serves alone
 * @property {{skill: Skill, numberMatched: number}|null} parent  a broader skill that has answers
 * @property {number} numberMatched
 * @property {number} numberReturned
 * @property {Understood} query
 * @property {{rel: string, href: string}[]} links
 * @property {number} generation
 * @property {string} timeStamp
 */

/**
 * @typedef {object} Occurrence  of a session
 * @property {string} from
 * @property {string} to
 * @property {{id: string, name: string}} resource
 * @property {Address} address
 * @property {number|null} distance_m
 * @property {string|null} public
 * @property {Tristate} appointment
 * @property {string|null} note
 * @property {{name: string|null, date: string|null}} source
 */

/**
 * @typedef {object} SessionList  of /api/v1/sessions
 * @property {Occurrence[]} sessions
 * @property {boolean} more  there are more than these
 * @property {{from: string, to: string}} query
 * @property {string} timeStamp
 */

/**
 * @typedef {object} Feature  GeoJSON
 * @property {Record<string, any>} properties
 * @property {number[]} [bbox]  of a cluster
 * @property {{type: string, coordinates: any}} geometry
 */

/**
 * @typedef {object} FeatureCollection
 * @property {Feature[]} features
 * @property {{name: string, timezone: string, box: number[]}} [territory]
 */

export {};
