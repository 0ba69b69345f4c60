package com.example.shop;

import io.clusterkit.boot.ClusterHeader;
import io.clusterkit.boot.QueryError;
import io.clusterkit.boot.QueryHandler;
import io.clusterkit.member.Member;
import org.springframework.stereotype.Component;

/** Answers queries. */
@Component
class Quotes {
    @QueryHandler("quote")
    Quote quote(
            QuoteRequest request,
            Member from,
            @ClusterHeader(name = "currency", defaultValue = "EUR") String currency) {
        if (request.symbol().equals("NONE")) {
            throw new UnknownSymbolException("no " + request.symbol());
        }
        return new Quote(
                request.symbol(), request.count() * (currency.equals("EUR") ? 4217L : 4600L), currency, from.sid());
    }

    @QueryHandler("stock")
    int stock(String symbol) {
        return symbol.length();
    }

    @QueryError(code = "unknown-symbol")
    static class UnknownSymbolException extends RuntimeException {
        UnknownSymbolException(String message) {
            super(message);
        }
    }
}
