/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "handlers.h"

#include "embedded/openapi.h"

void openapi_handler(const struct context *context, const struct request *request,
                     struct response *response)
{
    (void)context;
    (void)request;
    respond_borrowed(response, "application/json; charset=utf-8", openapi, openapi_length);
}
