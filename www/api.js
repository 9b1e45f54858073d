// SPDX-License-Identifier: GPL-3.0-or-later
// @ts-check
// Everything the page asks of the service. The only fetch, so the only place where an answer can
// fail: it fails as a Failure, which carries a sentence for the reader when the service gave one.

/** @typedef {import('./types.js').Answer} Answer */
/** @typedef {import('./types.js').FeatureCollection} FeatureCollection */
/** @typedef {import('./types.js').Skill} Skill */

/** An answer that did not come. `status` is 0 when nothing was reached at all. */
export class Failure extends Error {
    /**
     * @param {number} status
     * @param {object} problem  RFC 9457, when there was one
     * @param {string} [problem.detail]
     * @param {string} [problem.parameter]
     * @param {string} [problem.address]  what was not found
     * @param {{label: string}[]} [problem.address_candidates]  what comes nearest to it
     */
    constructor(status, problem) {
        super(problem.detail ?? `status ${status}`);
        this.status = status;
        this.detail = problem.detail ?? '';
        this.parameter = problem.parameter ?? '';
        this.address = problem.address ?? '';
        this.candidates = problem.address_candidates ?? [];
    }
}

/**
 * @param {string} path
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>}
 */
async function get(path, signal) {
    let response;
    try {
        response = await fetch(path, { signal, headers: { Accept: 'application/json' } });
    } catch (error) {
        if (signal?.aborted) throw error;
        throw new Failure(0, {});
    }
    const body = await response.json().catch(() => null);
    if (!response.ok) throw new Failure(response.status, body ?? {});
    if (body === null) throw new Failure(response.status, {});
    return body;
}

/**
 * @param {string} path
 * @param {Record<string, string|number>} parameters
 */
function withParameters(path, parameters) {
    const text = Object.entries(parameters).map(([name, value]) => [name, String(value)]);
    return `${path}?${new URLSearchParams(text)}`;
}

/** True for the error of a request that we ourselves gave up. @param {unknown} error */
export function isAborted(error) {
    return error instanceof DOMException && error.name === 'AbortError';
}

/**
 * Who near here does X.
 * @param {Record<string, string|number>} parameters
 * @param {AbortSignal} [signal]
 * @returns {Promise<Answer>}
 */
export function resources(parameters, signal) {
    return get(withParameters('/api/v1/resources', parameters), signal);
}

/**
 * The page that a link of an answer leads to.
 * @param {string} href
 * @returns {Promise<Answer>}
 */
export function follow(href) {
    return get(href);
}

/**
 * @param {string} text  perhaps unfinished
 * @param {AbortSignal} [signal]
 * @returns {Promise<{label: string, city: string, lon: number, lat: number}[]>}
 */
export async function addresses(text, signal) {
    const parameters = { q: text, limit: 6, autocomplete: 1 };
    const found = await get(withParameters('/search/', parameters), signal);
    return found.features.map((/** @type {any} */ feature) => ({
        label: feature.properties.label,
        city: feature.properties.context ?? '',
        lon: feature.geometry.coordinates[0],
        lat: feature.geometry.coordinates[1],
    }));
}

/**
 * @param {string} text
 * @param {AbortSignal} [signal]
 * @returns {Promise<Skill[]>}
 */
export async function skills(text, signal) {
    const found = await get(withParameters('/api/v1/skills', { q: text, limit: 8 }), signal);
    return found.skills;
}

/** @returns {Promise<FeatureCollection>} */
export function territory() {
    return get('/api/v1/territory');
}

/**
 * Streets to draw, in a box of [west, south, east, north] degrees.
 * @param {number[]} box
 * @param {number} zoom
 * @param {AbortSignal} [signal]
 * @returns {Promise<FeatureCollection>}
 */
export function streets(box, zoom, signal) {
    const bbox = box.map((edge) => edge.toFixed(6)).join(',');
    return get(withParameters('/api/v1/basemap', { bbox, zoom }), signal);
}

/**
 * All that answer a question in a box, alone or as clusters.
 * @param {Record<string, string|number>} parameters  the question
 * @param {number[]} box
 * @param {number} zoom
 * @param {AbortSignal} [signal]
 * @returns {Promise<FeatureCollection>}
 */
export function crowd(parameters, box, zoom, signal) {
    const bbox = box.map((edge) => edge.toFixed(6)).join(',');
    return get(withParameters('/api/v1/map', { ...parameters, bbox, zoom }), signal);
}

/**
 * Where a resource makes home visits.
 * @param {string} id
 * @returns {Promise<FeatureCollection>}
 */
export function zones(id) {
    return get(withParameters('/api/v1/zones', { resource: id }));
}

/* Sessions further ahead are seldom announced. */
const CALENDAR_DAYS = 180;

/**
 * The address of a calendar file: a resource's sessions about a skill, from now on.
 * @param {string} resource
 * @param {string} skill  code
 * @param {string} now    ISO 8601
 */
export function calendarOf(resource, skill, now) {
    const last = new Date(Date.parse(now) + CALENDAR_DAYS * 86400000).toISOString().slice(0, 10);
    return withParameters('/api/v1/sessions.ics', { resource, skill, to: last });
}

/**
 * Dated sessions, in the order in which they begin.
 * @param {Record<string, string|number>} parameters
 * @returns {Promise<import('./types.js').SessionList>}
 */
export function sessions(parameters) {
    return get(withParameters('/api/v1/sessions', parameters));
}

/**
 * The address of the same as a calendar or as a table.
 * @param {'ics'|'csv'} kind
 * @param {Record<string, string|number>} parameters
 */
export function sessionsFile(kind, parameters) {
    return withParameters(`/api/v1/sessions.${kind}`, parameters);
}

/** @returns {Promise<any>} */
export function status() {
    return get('/api/v1/status');
}

/**
 * The words of a language, a flat object.
 * @param {string} language
 * @returns {Promise<Record<string, string>>}
 */
export function words(language) {
    return get(new URL(`words/${language}.json`, import.meta.url).pathname);
}
