// SPDX-License-Identifier: GPL-3.0-or-later
// @ts-check
// What stands beside every answer: the territory on the map, whose data they are, and from when the
// directory is.
import * as api from './api.js';
import { byId } from './dom.js';
import { moment } from './format.js';
import { creditsOf, sourceList } from './sources.js';
import { counted, word } from './words.js';

/**
 * @param {object} map
 * @param {(areas: import('./types.js').FeatureCollection) => void} map.territory
 * @param {(raster: any) => void} map.background
 * @param {(text: string) => void} map.sources
 * @param {() => Promise<void>} spoken  when there are words to say it with
 */
export function createSurroundings(map, spoken) {
    /** @type {any} */
    let status = null;
    let isDrawn = false;

    /** In the language of the page. */
    function show() {
        if (status === null) return;
        const { territory, counts, published_at: published, sources } = status;
        map.sources(creditsOf(status));
        byId('sources').replaceChildren(...sourceList(sources));
        const holds = word(territory?.name ? 'directory' : 'directory.unnamed', {
            territory: territory?.name ?? '',
            resources: counted('resources', counts.resources),
        });
        const date = published && moment(published, territory?.timezone ?? 'Europe/Paris');
        byId('directory').textContent = date ? `${holds}, ${word('published', { date })}` : holds;
    }

    async function draw() {
        map.territory(await api.territory());
        isDrawn = true;
    }

    async function know() {
        const [known] = await Promise.all([api.status(), spoken()]);
        const isFirst = status === null; /* it may have been asked for twice meanwhile */
        status = known;
        show();
        if (isFirst) map.background(status.basemap?.raster);
    }

    /** Brings what is not there yet, or of another directory than the one that answered: a service
     * that was starting when the page was opened gives it later.
     * @param {number} [generation]  of the answer */
    async function furnish(generation) {
        const isOld =
            status !== null && generation !== undefined && generation !== status.generation;
        const missing = [];
        if (!isDrawn || isOld) missing.push(draw());
        if (status === null || isOld) missing.push(know());
        await Promise.allSettled(missing);
    }

    return { furnish, show };
}
