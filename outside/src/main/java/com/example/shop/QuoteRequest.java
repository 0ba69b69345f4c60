package com.example.shop;

record QuoteRequest(String symbol, int count) {}
